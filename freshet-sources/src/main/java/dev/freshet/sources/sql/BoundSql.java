package dev.freshet.sources.sql;

import java.util.List;

/// A statement that is ready to be asked.
///
/// @param parameters of its question marks, in order; without any, a question mark is an operator
record BoundSql(String sql, List<Object> parameters) {
    static BoundSql of(String sql) {
        return new BoundSql(sql, List.of());
    }
}
