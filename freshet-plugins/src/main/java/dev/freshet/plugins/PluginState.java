package dev.freshet.plugins;

/// What has become of a plugin that was found.
public enum PluginState {
    /// Can run; its process starts with the first call.
    NOT_STARTED,
    /// Its process is coming up; calls wait for it.
    STARTING,
    /// Answers calls.
    RUNNING,
    /// Its process has ended, or the machine could not start it: it is started again after a pause,
    /// and calls are refused meanwhile.
    WAITING,
    /// Cannot run as it is: the program is missing, not executable, for another CPU, or speaks
    /// another protocol. Tried again at the next call after the program's file has changed.
    FAILED,
    /// Nobody vouches for it and nobody has allowed it.
    NOT_ALLOWED,
    /// Has no program to run: panels, and apps for the browser only.
    NO_BACKEND,
    /// Another directory has a plugin of the same id, which was found first.
    DUPLICATE,
    /// Its `plugin.json` cannot be read.
    INVALID,
    /// The host is closed.
    CLOSED
}
