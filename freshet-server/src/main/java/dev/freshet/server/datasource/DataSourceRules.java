package dev.freshet.server.datasource;

import java.util.regex.Pattern;

/// What a data source may be called, wherever it comes from. A fault completes *uid …* or *name …*;
/// it is empty when there is none.
public final class DataSourceRules {
    /// The most characters of a uid.
    public static final int LONGEST_UID = 40;

    private static final int LONGEST_NAME = 190;
    private static final Pattern UID = Pattern.compile("[A-Za-z0-9_-]{1," + LONGEST_UID + "}");

    private DataSourceRules() {}

    public static String uidFault(String uid) {
        return UID.matcher(uid).matches() ? "" : "has to be up to 40 letters, digits, - and _.";
    }

    public static String nameFault(String name) {
        return name.length() > LONGEST_NAME ? "is longer than 190 characters." : "";
    }

    /// `proxy` for everything but `direct`.
    public static String access(String given) {
        return given.equals("direct") ? "direct" : "proxy";
    }

    /// What is not as probably meant; it completes *access …*.
    public static String accessFault(String given) {
        return switch (given) {
            case "", "proxy", "direct" -> "";
            default -> "is neither proxy nor direct; it is taken as proxy.";
        };
    }
}
