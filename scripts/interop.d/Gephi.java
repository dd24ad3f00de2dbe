// Imports files with Gephi and writes its graph as JSON. A job: the output file, a format (csv or another), the input files. They are
// imported as by Gephi's own dialogues with their defaults; several files of one job go into one workspace, like the two
// tables of nodes and edges. Standard input: jobs, see Jobs.java.

import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gephi.graph.api.*;
import org.gephi.graph.api.types.IntervalSet;
import org.gephi.io.importer.api.*;
import org.gephi.io.importer.plugin.file.spreadsheet.ImporterSpreadsheetCSV;
import org.gephi.io.processor.plugin.AppendProcessor;
import org.gephi.io.processor.plugin.DefaultProcessor;
import org.gephi.project.api.ProjectController;
import org.gephi.project.api.Workspace;
import org.joda.time.DateTimeZone;
import org.openide.util.Lookup;

public class Gephi {
    public static void main(String[] arguments) throws Exception {
        Jobs.run(Gephi::read);
    }

    private static Map<String, Object> read(String[] job) throws Exception {
        ProjectController projects = Lookup.getDefault().lookup(ProjectController.class);
        ImportController imports = Lookup.getDefault().lookup(ImportController.class);
        projects.newProject();
        Workspace workspace = projects.getCurrentWorkspace();
        List<Object> issues = new ArrayList<>();
        for (int index = 2; index < job.length; index++) {
            File file = new File(job[index]);
            Container container;
            if (job[1].equals("csv")) {
                ImporterSpreadsheetCSV table = new ImporterSpreadsheetCSV();
                table.setFile(file);
                container = imports.importFile(file, table);
            } else {
                container = imports.importFile(file);
            }
            container.closeLoader();
            collect(container.getReport(), issues);
            imports.process(container, index == 2 ? new DefaultProcessor() : new AppendProcessor(), workspace);
            collect(container.getReport(), issues);
        }
        GraphModel model = Lookup.getDefault().lookup(GraphController.class).getGraphModel(workspace);
        List<Object> nodes = new ArrayList<>();
        for (Node node : model.getGraph().getNodes().toArray()) {
            Map<String, Object> one = element(node, model.getNodeTable(), model);
            one.put("x", node.x());
            one.put("y", node.y());
            one.put("size", node.size());
            one.put("color", String.format("#%06x", node.getRGBA() & 0xffffff));
            nodes.add(one);
        }
        List<Object> edges = new ArrayList<>();
        for (Edge edge : model.getGraph().getEdges().toArray()) {
            Map<String, Object> one = element(edge, model.getEdgeTable(), model);
            one.put("source", edge.getSource().getId());
            one.put("target", edge.getTarget().getId());
            one.put("kind", edge.getTypeLabel());
            one.put("weight", edge.getWeight());
            one.put("directed", edge.isDirected());
            edges.add(one);
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("nodes", nodes);
        answer.put("edges", edges);
        answer.put("kinds", model.getEdgeTypeCount());
        answer.put("time_format", model.getTimeFormat());
        answer.put("notes", issues);
        return answer;
    }

    private static void collect(Report report, List<Object> issues) {
        for (Issue issue : report.getIssuesList(1000)) {
            String said = issue.getLevel() + ": " + issue.getMessage();
            if (!said.startsWith("INFO: GEXF version") && !issues.contains(said)) {
                issues.add(said);
            }
        }
    }

    /** The elements common to nodes and edges: identifier, label, bounds in time, attributes with the types of their columns. */
    private static Map<String, Object> element(Element element, Table table, GraphModel model) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("id", element.getId());
        one.put("label", element.getLabel());
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (Column column : table) {
            Object value = element.getAttribute(column);
            if (value instanceof IntervalSet) {
                double[] bounds = ((IntervalSet) value).getIntervals();
                one.put("start", moment(bounds[0], model.getTimeFormat()));
                one.put("end", moment(bounds[bounds.length - 1], model.getTimeFormat()));
            } else if (value != null && !column.isProperty()) {
                attributes.put(column.getTitle(), Jobs.attribute(column.getTypeClass().getSimpleName(), value));
            }
        }
        one.put("attributes", attributes);
        return one;
    }

    private static String moment(double bound, TimeFormat format) {
        return Double.isInfinite(bound) ? null : AttributeUtils.printTimestampInFormat(bound, format, DateTimeZone.UTC);
    }
}
