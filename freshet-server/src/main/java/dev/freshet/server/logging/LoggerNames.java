package dev.freshet.server.logging;

/// Logger names as people read and write them: without our package names in front.
final class LoggerNames {
    private static final String SERVER = "dev.freshet.server.";
    private static final String OURS = "dev.freshet.";

    private LoggerNames() {}

    /// `dev.freshet.server.live.PublishApi` is `live.PublishApi`.
    static String shortened(String logger) {
        if (logger.startsWith(SERVER)) {
            return logger.substring(SERVER.length());
        }
        return logger.startsWith(OURS) ? logger.substring(OURS.length()) : logger;
    }

    /// The logger that a filter of the configuration is about.
    static String full(String filter) {
        if (filter.equals("engine") || filter.startsWith("engine.")) {
            return OURS + filter;
        }
        boolean foreign =
                filter.startsWith("dev.")
                        || filter.startsWith("io.")
                        || filter.startsWith("com.")
                        || filter.startsWith("org.");
        return foreign ? filter : SERVER + filter;
    }
}
