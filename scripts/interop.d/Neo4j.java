// Imports two tables with neo4j-admin and writes Neo4j's graph as JSON. A job: the output file, a folder for the database, the
// table of nodes, the table of relationships. Standard input: jobs, see Jobs.java.

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.neo4j.cli.AdminTool;
import org.neo4j.cli.ExecutionContext;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.graphdb.Entity;
import org.neo4j.graphdb.Label;
import org.neo4j.graphdb.Node;
import org.neo4j.graphdb.Relationship;
import org.neo4j.graphdb.Transaction;
import org.neo4j.io.fs.DefaultFileSystemAbstraction;

public class Neo4j {
    public static void main(String[] arguments) throws Exception {
        Jobs.run(job -> read(Path.of(job[1]), job[2], job[3]));
    }

    private static Map<String, Object> read(Path home, String nodeTable, String edgeTable) throws Exception {
        Files.createDirectories(home.resolve("conf"));
        Files.writeString(home.resolve("conf/neo4j.conf"), "server.memory.pagecache.size=64m\n");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        ExecutionContext context = new ExecutionContext(home, home.resolve("conf"), out, out, new DefaultFileSystemAbstraction());
        int code = AdminTool.execute(context, "database", "import", "full", "neo4j", "--nodes=" + nodeTable,
            "--relationships=" + edgeTable, "--multiline-fields=true", "--report-file=" + home.resolve("report"));
        Map<String, Object> answer = new LinkedHashMap<>();
        if (code != 0) {
            answer.put("error", said.toString(StandardCharsets.UTF_8));
            return answer;
        }
        List<Object> nodes = new ArrayList<>();
        List<Object> edges = new ArrayList<>();
        DatabaseManagementService server = new DatabaseManagementServiceBuilder(home).build();
        try (Transaction transaction = server.database("neo4j").beginTx()) {
            for (Node node : (Iterable<Node>) () -> transaction.getAllNodes().iterator()) {
                Map<String, Object> one = element(node);
                List<Object> labels = new ArrayList<>();
                for (Label label : node.getLabels()) {
                    labels.add(label.name());
                }
                one.put("labels", labels);
                nodes.add(one);
            }
            for (Relationship edge : (Iterable<Relationship>) () -> transaction.getAllRelationships().iterator()) {
                Map<String, Object> one = element(edge);
                one.put("source", edge.getStartNode().getElementId());
                one.put("target", edge.getEndNode().getElementId());
                one.put("kind", edge.getType().name());
                edges.add(one);
            }
        } finally {
            server.shutdown();
        }
        answer.put("nodes", nodes);
        answer.put("edges", edges);
        Path report = home.resolve("report");
        answer.put("notes", List.of(Files.exists(report) ? Files.readString(report) : ""));
        return answer;
    }

    private static Map<String, Object> element(Entity entity) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("id", entity.getElementId());
        Map<String, Object> attributes = new TreeMap<>();
        entity.getAllProperties().forEach((name, value) ->
            attributes.put(name, Jobs.attribute(value.getClass().getSimpleName(), value)));
        one.put("attributes", attributes);
        return one;
    }
}
