package dev.freshet.server.config;

import java.util.List;

/// A read file: what it assigns, in order, and what could not be understood.
///
/// @param problems lines that are neither section, key nor comment
/// @param warnings lines that are understood but probably not as meant
record IniFile(
        String name,
        List<IniEntry> entries,
        List<ConfigProblem> problems,
        List<ConfigProblem> warnings) {
    /// Reads text as Grafana reads its files; never fails.
    static IniFile parse(String name, String text) {
        return new IniParser(name, text).parse();
    }
}
