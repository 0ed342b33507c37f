package dev.freshet.engine.client;

/// The commands of one client that are at work, and the rest of a frame that waits for them.
///
/// While a connect is being decided, or as many handlers are at work as may be, or a publication
/// has no room, no command starts and the transport is not read. Exists only while something is at
/// work: an idle connection has none. Event loop only.
final class CommandsAtWork {
    private static final byte[] NOTHING = {};

    private final Client client;
    private int handlers;
    private int publicationsWithoutRoom;
    private boolean paused;

    /// The frame with the commands that have to wait, and where these begin and end.
    private byte[] frame = NOTHING;

    private int restBegin;
    private int restEnd;

    CommandsAtWork(Client client) {
        this.client = client;
    }

    /// Something begins that counts against the limit of handlers.
    void begin() {
        handlers++;
    }

    void end() {
        handlers--;
        resume();
        letGoWhenIdle();
    }

    /// Starts no more commands until the channel has room for a publication, then runs the task.
    void whenRoom(String channel, Runnable task) {
        publicationsWithoutRoom++;
        var context = client.context();
        context.node().onRoom(channel, () -> context.executor().execute(() -> goOn(task)));
    }

    private void goOn(Runnable task) {
        publicationsWithoutRoom--;
        if (!client.isClosed()) {
            HandlerCalls.goOn(client, task);
            resume();
        }
        letGoWhenIdle();
    }

    private void letGoWhenIdle() {
        if (handlers == 0 && publicationsWithoutRoom == 0) {
            client.nothingAtWork();
        }
    }

    /// True when no command may start now.
    boolean mustWait() {
        return client.isConnecting()
                || publicationsWithoutRoom > 0
                || handlers >= client.context().limits().handlerConcurrency();
    }

    /// Stops reading from the transport until commands may start again.
    void pause() {
        if (!paused) {
            paused = true;
            client.transport().pauseReading();
        }
    }

    /// Stops reading, and keeps the commands of a frame that have to wait.
    ///
    /// @param newFrame kept, not copied
    void pause(byte[] newFrame, int begin, int end) {
        frame = newFrame;
        restBegin = begin;
        restEnd = end;
        pause();
    }

    /// Forgets the commands that wait: the connection is gone.
    void forgetRest() {
        keepNothing();
    }

    private void keepNothing() {
        frame = NOTHING;
        restBegin = 0;
        restEnd = 0;
    }

    /// Goes on with the commands that had to wait, then with reading.
    private void resume() {
        if (!paused || !client.takesCommands() || mustWait()) {
            return;
        }
        paused = false;
        if (restEnd > restBegin) {
            var kept = frame;
            int begin = restBegin;
            int end = restEnd;
            keepNothing();
            CommandDispatcher.goOn(client, kept, begin, end);
        }
        if (!paused && !client.isClosed()) {
            client.transport().resumeReading();
        }
    }
}
