package dev.freshet.server.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Rows of text whose columns stand below each other. Control characters, which could steer a
/// terminal, are replaced.
final class Columns {
    private final List<List<String>> rows = new ArrayList<>();

    Columns(String... heads) {
        rows.add(List.of(heads));
    }

    void add(String... cells) {
        rows.add(Stream.of(cells).map(cell -> cell.replaceAll("\\p{Cntrl}", "?")).toList());
    }

    void print(PrintWriter out) {
        for (var row : rows) {
            var line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                line.append(row.get(column));
                if (column + 1 < row.size()) {
                    line.repeat(' ', width(column) - row.get(column).length() + 2);
                }
            }
            out.println(line);
        }
        out.flush();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
