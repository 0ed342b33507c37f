package dev.freshet.server.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.freshet.server.frame.NumberText;
import dev.freshet.source.BooleanColumn;
import dev.freshet.source.ColumnBuilder;
import dev.freshet.source.DoubleColumn;
import dev.freshet.source.FieldType;
import dev.freshet.source.StringColumn;

/// One field's column while a frame grows. The first value decides the type; a later one of another
/// type becomes null and is counted, except that a string column takes its text.
abstract sealed class FieldColumn extends ByteTable.Entry {
    private final String name;
    private long otherType;

    private FieldColumn(Name key, String name) {
        super(key);
        this.name = name;
    }

    /// The column for a field that is new, of the type of its value in this line.
    ///
    /// @param key the name in the body
    /// @param name the name in the frame
    static FieldColumn of(Name key, String name, ParsedLine.Kind kind) {
        return switch (kind) {
            case NUMBER, NOT_A_NUMBER -> new Numbers(key, name);
            case BOOLEAN -> new Booleans(key, name);
            case STRING -> new Strings(key, name);
        };
    }

    /// The field's name in the frame.
    String name() {
        return name;
    }

    /// How many values became null.
    long otherType() {
        return otherType;
    }

    abstract ColumnBuilder builder();

    /// Puts the value of `field` into `row`.
    abstract void set(int row, ParsedLine line, int field);

    final void reject(int row) {
        builder().padTo(row + 1);
        otherType++;
    }

    private static final class Numbers extends FieldColumn {
        private final DoubleColumn.Builder builder = DoubleColumn.builder(FieldType.FLOAT64);

        Numbers(Name key, String name) {
            super(key, name);
        }

        @Override
        ColumnBuilder builder() {
            return builder;
        }

        @Override
        void set(int row, ParsedLine line, int field) {
            ParsedLine.Kind kind = line.kind(field);
            if (kind == ParsedLine.Kind.NUMBER) {
                builder.set(row, line.number(field));
            } else if (kind == ParsedLine.Kind.NOT_A_NUMBER) {
                builder.padTo(row + 1);
            } else {
                reject(row);
            }
        }
    }

    private static final class Booleans extends FieldColumn {
        private final BooleanColumn.Builder builder = BooleanColumn.builder();

        Booleans(Name key, String name) {
            super(key, name);
        }

        @Override
        ColumnBuilder builder() {
            return builder;
        }

        @Override
        void set(int row, ParsedLine line, int field) {
            if (line.kind(field) == ParsedLine.Kind.BOOLEAN) {
                builder.set(row, line.truth(field));
            } else if (line.kind(field) == ParsedLine.Kind.NOT_A_NUMBER) {
                builder.padTo(row + 1);
            } else {
                reject(row);
            }
        }
    }

    private static final class Strings extends FieldColumn {
        private final StringColumn.Builder builder = StringColumn.builder();

        Strings(Name key, String name) {
            super(key, name);
        }

        @Override
        ColumnBuilder builder() {
            return builder;
        }

        @Override
        void set(int row, ParsedLine line, int field) {
            switch (line.kind(field)) {
                case STRING -> setText(row, line.body, line.textStart(field), line.textEnd(field));
                case NUMBER -> builder.set(row, NumberText.of(line.number(field)));
                case BOOLEAN -> builder.set(row, line.truth(field) ? "true" : "false");
                case NOT_A_NUMBER -> builder.padTo(row + 1);
            }
        }

        private void setText(int row, byte[] body, int from, int to) {
            for (int i = from; i < to; i++) {
                if (body[i] == '\\') {
                    builder.set(row, unescaped(body, from, to));
                    return;
                }
            }
            builder.setUtf8(row, body, from, to);
        }

        private static String unescaped(byte[] body, int from, int to) {
            byte[] text = new byte[to - from];
            int length = 0;
            for (int i = from; i < to; i++) {
                boolean escape =
                        body[i] == '\\' && i + 1 < to && LineParser.isStringEscape(body[i + 1]);
                text[length++] = body[escape ? ++i : i];
            }
            return new String(text, 0, length, UTF_8);
        }
    }
}
