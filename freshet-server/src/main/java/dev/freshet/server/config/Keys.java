package dev.freshet.server.config;

import static dev.freshet.server.config.ValueTypes.FLAG;
import static dev.freshet.server.config.ValueTypes.LIST;
import static dev.freshet.server.config.ValueTypes.ROLE;
import static dev.freshet.server.config.ValueTypes.ROLE_OR_NONE;
import static dev.freshet.server.config.ValueTypes.SECRET;
import static dev.freshet.server.config.ValueTypes.TEXT;
import static dev.freshet.server.config.ValueTypes.WORDS;
import static dev.freshet.server.config.ValueTypes.bytes;
import static dev.freshet.server.config.ValueTypes.duration;
import static dev.freshet.server.config.ValueTypes.number;
import static dev.freshet.server.config.ValueTypes.oneOf;

import dev.freshet.engine.channel.Recovery;
import dev.freshet.engine.channel.SlowRule;
import dev.freshet.server.auth.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The table of every key that means something here: checks, defaults and the reference page come
/// from it. One table, and therefore one long class.
final class Keys {
    /// Stands for the name in sections of which there can be many.
    static final String CHANNEL_SECTION = "freshet.channel.<name>";

    private static final String SERVER_API = "freshet.server_api";
    private static final List<ConfigKey<?>> ALL = new ArrayList<>();
    private static final Duration DAY = Duration.ofDays(1);

    // [paths]
    static final ConfigKey<String> DATA =
            key(
                    "paths",
                    "data",
                    TEXT,
                    "data",
                    "",
                    "Directory of the database, relative to the working directory; readable by its"
                            + " owner only.");
    static final ConfigKey<String> LOGS =
            key("paths", "logs", TEXT, "%(data)s/log", "", "Directory of the log file.");
    static final ConfigKey<String> PROVISIONING =
            key(
                    "paths",
                    "provisioning",
                    TEXT,
                    "conf/provisioning",
                    "",
                    "Directory of what is made at the start: data sources from the YAML files in"
                            + " `datasources/`. It need not exist.");

    static final ConfigKey<String> PLUGINS =
            key(
                    "paths",
                    "plugins",
                    TEXT,
                    "%(data)s/plugins",
                    "",
                    "Directory of backend plugins, each in a folder of its own with its"
                            + " `plugin.json`.");

    // before any section
    static final ConfigKey<PluginSettings.AppMode> APP_MODE =
            key(
                    "DEFAULT",
                    "app_mode",
                    oneOf(PluginSettings.AppMode.class),
                    "production",
                    "",
                    "`development` lets plugins run that nobody vouches for.");

    // [server]
    static final ConfigKey<ServerSettings.Protocol> PROTOCOL =
            key(
                    "server",
                    "protocol",
                    oneOf(ServerSettings.Protocol.class),
                    "http",
                    "",
                    "What is spoken on the port. `https` needs `cert_file` and `cert_key`.");
    static final ConfigKey<String> HTTP_ADDR =
            key(
                    "server",
                    "http_addr",
                    TEXT,
                    "",
                    "",
                    "Address to listen on, for example `127.0.0.1`; empty for all.");
    static final ConfigKey<Integer> HTTP_PORT =
            key(
                    "server",
                    "http_port",
                    number(0, 65535),
                    "3000",
                    "",
                    "Port to listen on; 0 for any free one.");
    static final ConfigKey<String> DOMAIN =
            key(
                    "server",
                    "domain",
                    TEXT,
                    "localhost",
                    "",
                    "Host name under which browsers reach the server; only used in `root_url`.");
    static final ConfigKey<String> ROOT_URL =
            key(
                    "server",
                    "root_url",
                    TEXT,
                    "%(protocol)s://%(domain)s:%(http_port)s/",
                    "",
                    "Address under which browsers reach the server. Its origin may open sockets;"
                            + " its path is the sub-path.");
    static final ConfigKey<Boolean> SERVE_FROM_SUB_PATH =
            key(
                    "server",
                    "serve_from_sub_path",
                    FLAG,
                    "false",
                    "",
                    "Set it when the proxy in front does not remove the path of `root_url`.");
    static final ConfigKey<String> CERT_FILE =
            key(
                    "server",
                    "cert_file",
                    TEXT,
                    "",
                    "",
                    "Certificate chain in PEM form, the server's own first; read again when it"
                            + " changes.");
    static final ConfigKey<String> CERT_KEY =
            key(
                    "server",
                    "cert_key",
                    TEXT,
                    "",
                    "",
                    "Private key in PEM form (PKCS#8, PKCS#1 or EC), without a password; read again"
                            + " when it changes.");

    // [database]
    static final ConfigKey<DatabaseSettings.Type> DATABASE_TYPE =
            key(
                    "database",
                    "type",
                    oneOf(DatabaseSettings.Type.class),
                    "sqlite3",
                    "",
                    "Kind of database.");
    static final ConfigKey<String> DATABASE_PATH =
            key(
                    "database",
                    "path",
                    TEXT,
                    "freshet.db",
                    "",
                    "File of the database, relative to `[paths] data`. Never share it with"
                            + " Grafana.");

    // [security]
    static final ConfigKey<String> ADMIN_USER =
            key(
                    "security",
                    "admin_user",
                    TEXT,
                    "admin",
                    "",
                    "Login of the administrator who is made at the first start.");
    static final ConfigKey<Secret> ADMIN_PASSWORD =
            key(
                    "security",
                    "admin_password",
                    SECRET,
                    "",
                    "",
                    "Password of that administrator. Empty: a random one, printed once.");
    static final ConfigKey<String> ADMIN_EMAIL =
            key(
                    "security",
                    "admin_email",
                    TEXT,
                    "admin@localhost",
                    "",
                    "Mail address of that administrator.");
    static final ConfigKey<Boolean> DISABLE_INITIAL_ADMIN_CREATION =
            key(
                    "security",
                    "disable_initial_admin_creation",
                    FLAG,
                    "false",
                    "",
                    "Make no administrator at the first start; use `freshet user create`.");
    static final ConfigKey<Boolean> DISABLE_BRUTE_FORCE_LOGIN_PROTECTION =
            key(
                    "security",
                    "disable_brute_force_login_protection",
                    FLAG,
                    "false",
                    "",
                    "Do not slow down those who guess passwords.");
    static final ConfigKey<Boolean> COOKIE_SECURE =
            key(
                    "security",
                    "cookie_secure",
                    FLAG,
                    "false",
                    "",
                    "Send the session cookie over HTTPS only; always so with `protocol = https`.");
    static final ConfigKey<SecuritySettings.SameSite> COOKIE_SAMESITE =
            key(
                    "security",
                    "cookie_samesite",
                    oneOf(SecuritySettings.SameSite.class),
                    "lax",
                    "",
                    "SameSite attribute of the session cookie; `disabled` leaves it out.");
    static final ConfigKey<Secret> SECRET_KEY =
            key(
                    "security",
                    "secret_key",
                    SECRET,
                    SecuritySettings.GRAFANAS_SECRET_KEY,
                    "",
                    "What the secrets of data sources are encrypted with in the database. Set your"
                            + " own before there are any; with another key they cannot be read.");

    // [users]
    static final ConfigKey<Role> AUTO_ASSIGN_ORG_ROLE =
            key(
                    "users",
                    "auto_assign_org_role",
                    ROLE,
                    "Viewer",
                    "",
                    "Role of a new user when none is named.");

    // [auth]
    static final ConfigKey<String> LOGIN_COOKIE_NAME =
            key(
                    "auth",
                    "login_cookie_name",
                    TEXT,
                    "grafana_session",
                    "",
                    "Name of the session cookie.");
    static final ConfigKey<Duration> LOGIN_MAXIMUM_INACTIVE_LIFETIME =
            key(
                    "auth",
                    "login_maximum_inactive_lifetime_duration",
                    duration(Duration.ofMinutes(1), DAY.multipliedBy(3650)),
                    "7d",
                    "",
                    "A session that is not used for so long ends.");
    static final ConfigKey<Duration> LOGIN_MAXIMUM_LIFETIME =
            key(
                    "auth",
                    "login_maximum_lifetime_duration",
                    duration(Duration.ofMinutes(1), DAY.multipliedBy(3650)),
                    "30d",
                    "",
                    "A session ends so long after signing in.");
    static final ConfigKey<Boolean> ANONYMOUS_ENABLED =
            key(
                    "auth.anonymous",
                    "enabled",
                    FLAG,
                    "false",
                    "",
                    "Let in whoever shows no credentials. `freshet demo` sets it.");
    static final ConfigKey<Role> ANONYMOUS_ORG_ROLE =
            key(
                    "auth.anonymous",
                    "org_role",
                    ROLE,
                    "Viewer",
                    "",
                    "Role of who is let in without credentials.");
    static final ConfigKey<Boolean> BASIC_ENABLED =
            key(
                    "auth.basic",
                    "enabled",
                    FLAG,
                    "true",
                    "",
                    "Accept `Authorization: Basic` with login and password.");

    // [log]
    static final ConfigKey<List<String>> LOG_MODE =
            key(
                    "log",
                    "mode",
                    WORDS,
                    "console file",
                    "",
                    "Where the log goes: `console`, `file` or both.");
    static final ConfigKey<LogSettings.Level> LOG_LEVEL =
            key(
                    "log",
                    "level",
                    oneOf(LogSettings.Level.class),
                    "info",
                    "",
                    "What is logged at least.");
    static final ConfigKey<List<String>> LOG_FILTERS =
            key(
                    "log",
                    "filters",
                    WORDS,
                    "",
                    "",
                    "Other levels for parts of the server, for example `live:debug storage:warn`.");
    static final ConfigKey<String> LOG_CONSOLE_LEVEL =
            key(
                    "log.console",
                    "level",
                    TEXT,
                    "",
                    "",
                    "Level of the console alone; empty for that of `[log]`.");
    static final ConfigKey<LogSettings.Format> LOG_CONSOLE_FORMAT =
            key(
                    "log.console",
                    "format",
                    oneOf(LogSettings.Format.class),
                    "console",
                    "",
                    "`console` and `text` are lines for people, `json` one object a line.");
    static final ConfigKey<String> LOG_FILE_LEVEL =
            key(
                    "log.file",
                    "level",
                    TEXT,
                    "",
                    "",
                    "Level of the file alone; empty for that of `[log]`.");
    static final ConfigKey<LogSettings.Format> LOG_FILE_FORMAT =
            key(
                    "log.file",
                    "format",
                    oneOf(LogSettings.Format.class),
                    "text",
                    "",
                    "As in `[log.console]`.");
    static final ConfigKey<Boolean> LOG_ROTATE =
            key(
                    "log.file",
                    "log_rotate",
                    FLAG,
                    "true",
                    "",
                    "Begin a new file by size, lines or day.");
    static final ConfigKey<Integer> LOG_MAX_LINES =
            key(
                    "log.file",
                    "max_lines",
                    number(100, Integer.MAX_VALUE),
                    "1000000",
                    "lines",
                    "Lines of one file.");
    static final ConfigKey<Integer> LOG_MAX_SIZE_SHIFT =
            key(
                    "log.file",
                    "max_size_shift",
                    number(10, 40),
                    "28",
                    "",
                    "Size of one file as a power of two: 28 is 256 MiB.");
    static final ConfigKey<Boolean> LOG_DAILY_ROTATE =
            key("log.file", "daily_rotate", FLAG, "true", "", "Begin a new file every day.");
    static final ConfigKey<Integer> LOG_MAX_DAYS =
            key("log.file", "max_days", number(1, 3650), "7", "days", "Older files are deleted.");

    // [metrics]
    static final ConfigKey<Boolean> METRICS_ENABLED =
            key("metrics", "enabled", FLAG, "true", "", "Serve `/metrics`.");
    static final ConfigKey<String> METRICS_USERNAME =
            key(
                    "metrics",
                    "basic_auth_username",
                    TEXT,
                    "",
                    "",
                    "With the password: asked for at `/metrics`.");
    static final ConfigKey<Secret> METRICS_PASSWORD =
            key(
                    "metrics",
                    "basic_auth_password",
                    SECRET,
                    "",
                    "",
                    "With the user name: asked for at `/metrics`.");

    // [live]
    static final ConfigKey<Integer> MAX_CONNECTIONS =
            key(
                    "live",
                    "max_connections",
                    number(-1, Integer.MAX_VALUE),
                    "100",
                    "connections",
                    "Sockets of this process; -1 for no limit, 0 turns Live off.");
    static final ConfigKey<Long> MESSAGE_SIZE_LIMIT =
            key(
                    "live",
                    "message_size_limit",
                    bytes(-1, Integer.MAX_VALUE),
                    "8MiB",
                    "bytes",
                    "Largest message from a client; -1 for no limit, 0 for 64 KiB.");
    static final ConfigKey<List<String>> ALLOWED_ORIGINS =
            key(
                    "live",
                    "allowed_origins",
                    LIST,
                    "",
                    "",
                    "Further origins whose pages may open sockets and streams, with `*`, `?`,"
                            + " `[a-z]` and `{x,y}`; that of `root_url` always may.");
    static final ConfigKey<String> HA_ENGINE =
            key("live", "ha_engine", TEXT, "", "", "Must be empty: this version runs as one node.");

    // [freshet.live]
    static final ConfigKey<LiveSettings.LimitClose> LIMIT_CLOSE =
            key(
                    "freshet.live",
                    "limit_close",
                    oneOf(LiveSettings.LimitClose.class),
                    "terminal",
                    "",
                    "How a connection above `max_connections` is closed: `terminal` as in Grafana"
                            + " (3504, the page stays without live data until reload) or `retry`.");
    static final ConfigKey<Duration> MANAGED_IDLE_TTL =
            key(
                    "freshet.live",
                    "managed_idle_ttl",
                    duration(Duration.ofSeconds(1), DAY.multipliedBy(3650)),
                    "7d",
                    "",
                    "A stream's channel that gets no frame for so long is forgotten.");
    static final ConfigKey<Integer> MANAGED_MAX_CHANNELS =
            key(
                    "freshet.live",
                    "managed_max_channels",
                    number(1, 10_000_000),
                    "100000",
                    "channels",
                    "Channels with a remembered frame, per organisation.");
    static final ConfigKey<Long> MANAGED_MAX_BYTES =
            key(
                    "freshet.live",
                    "managed_max_bytes",
                    bytes(1 << 20, 1L << 40),
                    "256MiB",
                    "bytes",
                    "Memory of remembered frames, per organisation.");
    static final ConfigKey<Duration> PLUGIN_SUBSCRIBE_TIMEOUT =
            key(
                    "freshet.live",
                    "plugin_subscribe_timeout",
                    duration(Duration.ofMillis(100), Duration.ofMinutes(10)),
                    "30s",
                    "",
                    "How long a source may take to answer SubscribeStream.");

    // [plugins], [freshet.plugins]
    static final ConfigKey<List<String>> PLUGINS_UNSIGNED =
            key(
                    "plugins",
                    "allow_loading_unsigned_plugins",
                    LIST,
                    "",
                    "",
                    "Ids of plugins that may run although nobody vouches for them, separated by"
                            + " commas; those you built yourself belong here.");
    static final ConfigKey<String> PLUGINS_RUNTIME_DIR =
            key(
                    "freshet.plugins",
                    "runtime_dir",
                    TEXT,
                    "",
                    "",
                    "Directory of the plugins' sockets, at most 70 bytes long; empty for `run` in"
                            + " the data directory, or where that is too long one in the system's"
                            + " temporary directory.");
    static final ConfigKey<Long> PLUGINS_MAX_PACKET =
            key(
                    "freshet.plugins",
                    "max_packet_bytes",
                    bytes(1024, 1 << 30),
                    "32MiB",
                    "bytes",
                    "The largest message taken from a plugin; a larger one ends its stream.");
    static final ConfigKey<Boolean> PLUGINS_MUTUAL_TLS =
            key(
                    "freshet.plugins",
                    "mutual_tls",
                    FLAG,
                    "false",
                    "",
                    "Server and plugins prove to each other who they are, also on their private"
                            + " socket.");
    static final ConfigKey<Duration> PLUGINS_START_TIMEOUT =
            key(
                    "freshet.plugins",
                    "start_timeout",
                    duration(Duration.ofSeconds(1), Duration.ofMinutes(10)),
                    "1m",
                    "",
                    "How long a plugin's program may take to come up.");
    static final ConfigKey<Duration> PLUGINS_CALL_TIMEOUT =
            key(
                    "freshet.plugins",
                    "call_timeout",
                    duration(Duration.ofMillis(100), Duration.ofMinutes(10)),
                    "30s",
                    "",
                    "How long a plugin may take to answer a call; queries have six times as long.");

    // [freshet.sources]
    static final ConfigKey<Duration> SOURCES_MIN_INTERVAL =
            key(
                    "freshet.sources",
                    "min_interval",
                    duration(Duration.ofMillis(100), Duration.ofHours(1)),
                    "1s",
                    "",
                    "No query of a data source is asked more often, whatever its panel wants.");
    static final ConfigKey<Duration> SOURCES_MAX_RANGE =
            key(
                    "freshet.sources",
                    "max_range",
                    duration(Duration.ofMinutes(1), Duration.ofDays(366)),
                    "24h",
                    "",
                    "How far back a new subscriber of a query is shown at most.");
    static final ConfigKey<Duration> SOURCES_TIMEOUT =
            key(
                    "freshet.sources",
                    "timeout",
                    duration(Duration.ofMillis(100), Duration.ofMinutes(10)),
                    "10s",
                    "",
                    "How long a data source may take to answer a query.");
    static final ConfigKey<Integer> SOURCES_MAX_ROWS =
            key(
                    "freshet.sources",
                    "max_rows",
                    number(100, 10_000_000),
                    "100000",
                    "",
                    "The most rows, or points of all series together, of one answer.");
    static final ConfigKey<Long> SOURCES_MAX_BYTES =
            key(
                    "freshet.sources",
                    "max_response_bytes",
                    bytes(1024, 1 << 30),
                    "32MiB",
                    "bytes",
                    "The longest answer that is read.");
    static final ConfigKey<Integer> SOURCES_KEPT_ROWS =
            key(
                    "freshet.sources",
                    "kept_rows",
                    number(1, 1_000_000),
                    "10000",
                    "",
                    "The most rows of a query that are kept for new subscribers; their time is the"
                            + " panel's range.");

    // [freshet.push]
    static final ConfigKey<Boolean> PUSH_PARTIAL =
            key(
                    "freshet.push",
                    "partial",
                    FLAG,
                    "false",
                    "",
                    "Keep the good lines of a body that has bad ones; `?partial=` of a request goes"
                            + " before it.");
    static final ConfigKey<Long> PUSH_MAX_BYTES =
            key(
                    "freshet.push",
                    "max_bytes",
                    bytes(1024, 1 << 30),
                    "16MiB",
                    "bytes",
                    "Largest body of a push, after unpacking.");

    // [freshet.server_api]
    static final ConfigKey<Boolean> SERVER_API_ENABLED =
            key(
                    SERVER_API,
                    "enabled",
                    FLAG,
                    "false",
                    "",
                    "Serve the server API, with which other programs publish, subscribe and"
                        + " disconnect users; see docs/server-api.md. Needs `key` or `admins`.");
    static final ConfigKey<Secret> SERVER_API_KEY =
            key(
                    SERVER_API,
                    "key",
                    SECRET,
                    "",
                    "",
                    "Who shows it as `X-API-Key` may do everything on every channel; at least 16"
                            + " characters.");
    static final ConfigKey<Boolean> SERVER_API_ADMINS =
            key(
                    SERVER_API,
                    "admins",
                    FLAG,
                    "false",
                    "",
                    "Let Admins use the server API with their token, password or session, on"
                            + " channels and connections of their organisation.");
    static final ConfigKey<Boolean> SERVER_API_COMPATIBLE_PATHS =
            key(
                    SERVER_API,
                    "compatible_paths",
                    FLAG,
                    "false",
                    "",
                    "Serve it at `/api/publish` as well, as Centrifugo does, not only at"
                            + " `/api/live/server/publish`.");
    static final ConfigKey<ServerApiSettings.ErrorMode> SERVER_API_ERROR_MODE =
            key(
                    SERVER_API,
                    "error_mode",
                    oneOf(ServerApiSettings.ErrorMode.class),
                    "reply",
                    "",
                    "How errors are answered: `reply` with status 200 and an error in the body,"
                            + " `transport` with a status of their own.");
    static final ConfigKey<String> SERVER_API_ADDRESS =
            key(
                    SERVER_API,
                    "address",
                    TEXT,
                    "",
                    "",
                    "Address of `port`, for example `127.0.0.1`; empty for that of `[server]`"
                            + " `http_addr`.");
    static final ConfigKey<Integer> SERVER_API_PORT =
            key(
                    SERVER_API,
                    "port",
                    number(-1, 65535),
                    "-1",
                    "",
                    "Port of its own to serve it on, and on no other; 0 for any free one, -1 for"
                            + " that of `[server]`.");
    static final ConfigKey<Long> SERVER_API_MAX_BYTES =
            key(
                    SERVER_API,
                    "max_bytes",
                    bytes(1024, 1 << 30),
                    "1MiB",
                    "bytes",
                    "Largest body of a request.");
    static final ConfigKey<Integer> SERVER_API_MAX_BATCH_COMMANDS =
            key(
                    SERVER_API,
                    "max_batch_commands",
                    number(1, 1_000_000),
                    "1000",
                    "commands",
                    "Commands of one batch.");
    static final ConfigKey<Integer> SERVER_API_MAX_BROADCAST_CHANNELS =
            key(
                    SERVER_API,
                    "max_broadcast_channels",
                    number(1, 1_000_000),
                    "1000",
                    "channels",
                    "Channels of one broadcast.");
    static final ConfigKey<Integer> SERVER_API_MAX_HISTORY =
            key(
                    SERVER_API,
                    "max_history",
                    number(1, 1_000_000),
                    "1000",
                    "publications",
                    "Publications of one history answer; what is asked for beyond is left out.");

    // [freshet.channel.<name>]
    static final ConfigKey<String> CHANNEL_PATTERN =
            key(
                    CHANNEL_SECTION,
                    "pattern",
                    TEXT,
                    "",
                    "",
                    "Channels that this section is about: literal segments, `:name` for one"
                            + " segment, `*` at the end for the rest. Required.");
    static final ConfigKey<Role> CHANNEL_SUBSCRIBE =
            key(CHANNEL_SECTION, "subscribe", ROLE, "Viewer", "", "Least role that may subscribe.");
    static final ConfigKey<Optional<Role>> CHANNEL_PUBLISH =
            key(
                    CHANNEL_SECTION,
                    "publish",
                    ROLE_OR_NONE,
                    "None",
                    "",
                    "Least role that may publish; `None` for nobody.");
    static final ConfigKey<Integer> CHANNEL_HISTORY_SIZE =
            key(
                    CHANNEL_SECTION,
                    "history_size",
                    number(0, 1_000_000),
                    "0",
                    "publications",
                    "How many publications each channel keeps; 0 for none. Needs `history_ttl`.");
    static final ConfigKey<Duration> CHANNEL_HISTORY_TTL =
            key(
                    CHANNEL_SECTION,
                    "history_ttl",
                    duration(Duration.ZERO, DAY.multipliedBy(3650)),
                    "0",
                    "",
                    "How long a channel keeps them after the newest; 0 for not at all. Needs"
                            + " `history_size`.");
    static final ConfigKey<Duration> CHANNEL_HISTORY_META_TTL =
            key(
                    CHANNEL_SECTION,
                    "history_meta_ttl",
                    duration(Duration.ofSeconds(1), DAY.multipliedBy(3650)),
                    "7d",
                    "",
                    "How long a channel's position outlives the last publication; clients that come"
                            + " back later are not recovered.");
    static final ConfigKey<Recovery> CHANNEL_RECOVERY =
            key(
                    CHANNEL_SECTION,
                    "recovery",
                    oneOf(Recovery.class),
                    "none",
                    "",
                    "What a client that comes back is given of what it missed: `stream` for all,"
                            + " `cache` for the newest. Needs a history.");
    static final ConfigKey<Boolean> CHANNEL_POSITIONED =
            key(
                    CHANNEL_SECTION,
                    "positioned",
                    FLAG,
                    "false",
                    "",
                    "Whether subscribers follow positions, so that one that missed something is"
                            + " noticed. Needs a history; `recovery` implies it.");
    static final ConfigKey<Boolean> CHANNEL_PRESENCE =
            key(
                    CHANNEL_SECTION,
                    "presence",
                    FLAG,
                    "false",
                    "",
                    "Whether subscribers can ask who else is subscribed.");
    static final ConfigKey<Boolean> CHANNEL_JOIN_LEAVE =
            key(
                    CHANNEL_SECTION,
                    "join_leave",
                    FLAG,
                    "false",
                    "",
                    "Whether subscribers are told who subscribes and who leaves.");
    static final ConfigKey<Boolean> CHANNEL_DELTA =
            key(
                    CHANNEL_SECTION,
                    "delta",
                    FLAG,
                    "false",
                    "",
                    "Whether subscribers that ask for it are sent differences to the publication"
                            + " before.");
    static final ConfigKey<Boolean> CHANNEL_TAGS_FILTER =
            key(
                    CHANNEL_SECTION,
                    "tags_filter",
                    FLAG,
                    "false",
                    "",
                    "Whether subscribers may choose publications by tags. It saves bandwidth and"
                            + " keeps nothing secret; whoever gets differences gets all.");
    static final ConfigKey<Duration> CHANNEL_MINIMUM_GAP =
            key(
                    CHANNEL_SECTION,
                    "minimum_gap",
                    duration(Duration.ZERO, Duration.ofSeconds(1)),
                    "0",
                    "",
                    "Shortest time between two writes of a busy channel; what comes in between goes"
                            + " out together, for example after 10ms. 0 waits for nothing.");
    static final ConfigKey<SlowRule> CHANNEL_SLOW_RULE =
            key(
                    CHANNEL_SECTION,
                    "slow_rule",
                    oneOf(SlowRule.class),
                    "disconnect",
                    "",
                    "What happens to clients that do not read fast enough: closed, the oldest left"
                            + " out, or all but the newest. Those that follow positions subscribe"
                            + " again and recover instead.");

    // [freshet.engine]
    static final ConfigKey<Duration> PING_INTERVAL =
            key(
                    "freshet.engine",
                    "ping_interval",
                    duration(Duration.ZERO, Duration.ofHours(1)),
                    "25s",
                    "",
                    "Pause between two pings to a client; 0 for none.");
    static final ConfigKey<Duration> PONG_TIMEOUT =
            key(
                    "freshet.engine",
                    "pong_timeout",
                    duration(Duration.ZERO, Duration.ofHours(1)),
                    "10s",
                    "",
                    "A client that does not answer a ping for so long is closed (3012); 0 for"
                            + " never. Shorter than the interval.");
    static final ConfigKey<Duration> STALE_TIMEOUT =
            key(
                    "freshet.engine",
                    "stale_timeout",
                    duration(Duration.ofMillis(100), Duration.ofHours(1)),
                    "15s",
                    "",
                    "A socket that sends no connect command for so long is closed (3502).");
    static final ConfigKey<Integer> MAX_SUBSCRIPTIONS =
            key(
                    "freshet.engine",
                    "max_subscriptions",
                    number(1, 1_000_000),
                    "128",
                    "channels",
                    "Channels of one connection.");
    static final ConfigKey<Long> MAX_QUEUED_BYTES =
            key(
                    "freshet.engine",
                    "max_queued_bytes",
                    bytes(64 << 10, 1 << 30),
                    "4MiB",
                    "bytes",
                    "What may wait for a client that does not read; above it the client is closed"
                            + " (3008).");
    static final ConfigKey<Integer> HANDLER_CONCURRENCY =
            key(
                    "freshet.engine",
                    "handler_concurrency",
                    number(1, 1024),
                    "12",
                    "commands",
                    "Commands of one connection that are worked on at the same time.");
    static final ConfigKey<Integer> GROUP_QUEUE_PUBLICATIONS =
            key(
                    "freshet.engine",
                    "group_queue_publications",
                    number(16, 1 << 20),
                    "8192",
                    "publications",
                    "What may wait for the subscribers of a channel before publishers are held"
                            + " back.");
    static final ConfigKey<Long> GROUP_QUEUE_BYTES =
            key(
                    "freshet.engine",
                    "group_queue_bytes",
                    bytes(64 << 10, 1 << 30),
                    "1MiB",
                    "bytes",
                    "The same in bytes.");
    static final ConfigKey<Long> MAX_HELD_BYTES =
            key(
                    "freshet.engine",
                    "max_held_bytes",
                    bytes(1 << 20, 1L << 36),
                    "32MiB",
                    "bytes",
                    "Memory that slow clients may hold on one event loop; above it the one that"
                            + " holds most is closed.");
    static final ConfigKey<Long> MAX_HISTORY_BYTES =
            key(
                    "freshet.engine",
                    "max_history_bytes",
                    bytes(0, 1L << 40),
                    "256MiB",
                    "bytes",
                    "What the histories of all channels may take, 640 bytes for each channel"
                            + " included; above it the oldest publications go before their time.");

    static final ConfigKey<Integer> MAX_CONNECTIONS_PER_USER =
            key(
                    "freshet.engine",
                    "max_connections_per_user",
                    number(0, 1_000_000),
                    "0",
                    "connections",
                    "Connections of one signed-in user on this node; one more is closed (3504). 0"
                            + " for no limit.");
    static final ConfigKey<Integer> MAX_SUBSCRIPTIONS_PER_USER =
            key(
                    "freshet.engine",
                    "max_subscriptions_per_user",
                    number(0, 10_000_000),
                    "0",
                    "channels",
                    "Subscriptions of all connections of one signed-in user on this node; one more"
                            + " is refused (106). 0 for no limit.");
    static final ConfigKey<Integer> MAX_COMMANDS_PER_SECOND =
            key(
                    "freshet.engine",
                    "max_commands_per_second",
                    number(0, 1_000_000),
                    "0",
                    "commands",
                    "Commands of one connection, with bursts of two seconds' worth; more are"
                            + " refused (111). 0 for no limit.");
    static final ConfigKey<Long> MAX_BYTES_PER_SECOND =
            key(
                    "freshet.engine",
                    "max_bytes_per_second",
                    bytes(0, 1 << 30),
                    "0",
                    "bytes",
                    "What one connection may send, with bursts of two seconds' worth; more closes"
                            + " it (3013). 0 for no limit.");
    static final ConfigKey<Integer> MAX_COMMANDS_PER_SECOND_AND_USER =
            key(
                    "freshet.engine",
                    "max_commands_per_second_and_user",
                    number(0, 1_000_000),
                    "0",
                    "commands",
                    "The same for all connections of one signed-in user together.");
    static final ConfigKey<Long> MAX_BYTES_PER_SECOND_AND_USER =
            key(
                    "freshet.engine",
                    "max_bytes_per_second_and_user",
                    bytes(0, 1 << 30),
                    "0",
                    "bytes",
                    "The same for all connections of one signed-in user together.");
    static final ConfigKey<Integer> MAX_HISTORY =
            key(
                    "freshet.engine",
                    "max_history",
                    number(0, 1_000_000),
                    "1000",
                    "publications",
                    "What one history command may bring; more is cut off, and so is what exceeds"
                            + " half of max_queued_bytes. 0 for no limit.");
    static final ConfigKey<Integer> MAX_RECOVERY =
            key(
                    "freshet.engine",
                    "max_recovery",
                    number(0, 1_000_000),
                    "1000",
                    "publications",
                    "What a returning client may have missed; whoever missed more, or more than"
                            + " half of max_queued_bytes, starts anew. 0 for no limit.");
    static final ConfigKey<Boolean> COMPRESSION =
            key(
                    "freshet.engine",
                    "compression",
                    FLAG,
                    "false",
                    "",
                    "Compress messages on WebSockets (permessage-deflate) for clients that offer"
                            + " it: less bandwidth for more CPU.");
    static final ConfigKey<Integer> COMPRESSION_LEVEL =
            key(
                    "freshet.engine",
                    "compression_level",
                    number(1, 9),
                    "1",
                    "",
                    "From 1, the fastest, to 9, the smallest.");
    static final ConfigKey<Long> COMPRESSION_MIN_BYTES =
            key(
                    "freshet.engine",
                    "compression_min_bytes",
                    bytes(0, 1 << 30),
                    "128",
                    "bytes",
                    "Shorter messages are sent as they are: they hardly get smaller.");

    /// Keys that are gone, with what to write instead.
    static final Map<KeyName, String> REMOVED =
            Map.of(
                    new KeyName("auth", "login_maximum_lifetime_days"),
                    "login_maximum_lifetime_duration, for example 30d",
                    new KeyName("auth", "login_maximum_inactive_lifetime_days"),
                    "login_maximum_inactive_lifetime_duration, for example 7d");

    private Keys() {}

    /// Every key, in the order of the reference page.
    static List<ConfigKey<?>> all() {
        return List.copyOf(ALL);
    }

    private static <T> ConfigKey<T> key(
            String section,
            String name,
            ValueType<T> type,
            String defaultText,
            String unit,
            String meaning) {
        var key = new ConfigKey<>(new KeyName(section, name), type, defaultText, unit, meaning);
        ALL.add(key);
        return key;
    }
}
