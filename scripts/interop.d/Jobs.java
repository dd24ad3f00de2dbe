// Shared by the readers in Java: reads jobs, writes JSON.

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

final class Jobs {
    /** Reads one job. */
    interface Reader {
        Map<String, Object> read(String[] job) throws Exception;
    }

    /** Standard input: one job on each line, fields separated by tabs, the first is the output file. */
    static void run(Reader reader) throws Exception {
        System.setErr(new PrintStream(OutputStream.nullOutputStream()));
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        BufferedReader jobs = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = jobs.readLine(); line != null; line = jobs.readLine()) {
            String[] job = line.split("\t");
            Map<String, Object> answer = new LinkedHashMap<>();
            try {
                answer = reader.read(job);
            } catch (Throwable error) {
                answer.put("error", error.toString());
            }
            Files.writeString(Path.of(job[0]), json(answer));
        }
        System.exit(0);
    }

    static Map<String, Object> attribute(String type, Object value) {
        Map<String, Object> attribute = new LinkedHashMap<>();
        attribute.put("type", type);
        attribute.put("value", value);
        return attribute;
    }

    static String json(Object value) {
        StringBuilder out = new StringBuilder();
        if (value == null || value instanceof Boolean || value instanceof Integer || value instanceof Long) {
            return String.valueOf(value);
        } else if (value instanceof Double || value instanceof Float) {
            return Double.isFinite(((Number) value).doubleValue()) ? value.toString() : "null";
        } else if (value instanceof Map) {
            ((Map<?, ?>) value).forEach((key, inner) ->
                out.append(out.length() == 0 ? "" : ",").append(json(key)).append(":").append(json(inner)));
            return "{" + out + "}";
        } else if (value instanceof Collection) {
            ((Collection<?>) value).forEach(inner -> out.append(out.length() == 0 ? "" : ",").append(json(inner)));
            return "[" + out + "]";
        } else if (value.getClass().isArray()) {
            List<Object> list = new ArrayList<>();
            for (int index = 0; index < Array.getLength(value); index++) {
                list.add(Array.get(value, index));
            }
            return json(list);
        }
        for (char one : value.toString().toCharArray()) {
            boolean plain = one >= ' ' && one != '"' && one != '\\' && !Character.isSurrogate(one) && one < 0xfffe;
            out.append(plain ? String.valueOf(one) : String.format("\\u%04x", (int) one));
        }
        return "\"" + out + "\"";
    }
}
