package dev.freshet.server.push;

/// What one body of line protocol may contain.
///
/// @param lineBytes the length of a line
/// @param fieldsPerLine the fields of a line
/// @param tagsPerLine the tags of a line
/// @param keyBytes the length of a measurement name, a tag key or a field key
/// @param measurements the different measurements of a body
/// @param fieldsPerFrame the columns of one measurement; fields beyond it are dropped and counted
/// @param cellsPerFrame rows times columns of one measurement: a few wide lines and very many
///   narrow ones would be far larger as a table than as text
/// @param errors the bad lines that are described; all are counted
public record LineLimits(
        int lineBytes,
        int fieldsPerLine,
        int tagsPerLine,
        int keyBytes,
        int measurements,
        int fieldsPerFrame,
        int cellsPerFrame,
        int errors) {
    public static LineLimits defaults() {
        return new LineLimits(256 * 1024, 1_000, 100, 512, 2_000, 500, 2_000_000, 100);
    }
}
