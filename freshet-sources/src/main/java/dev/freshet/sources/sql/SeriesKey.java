package dev.freshet.sources.sql;

import java.util.Map;

/// Which series a value belongs to.
///
/// @param column that the value stands in
/// @param labels the row's texts by their columns
record SeriesKey(String column, Map<String, String> labels) {}
