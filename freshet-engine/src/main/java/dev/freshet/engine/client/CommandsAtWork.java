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
    private byte[] restOfFrame = NOTHING;

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
    void pause(byte[] rest) {
        restOfFrame = rest;
        pause();
    }

    /// Forgets the commands that wait: the connection is gone.
    void forgetRest() {
        restOfFrame = NOTHING;
    }

    /// Goes on with the commands that had to wait, then with reading.
    private void resume() {
        if (!paused || !client.takesCommands() || mustWait()) {
            return;
        }
        paused = false;
        if (restOfFrame.length > 0) {
            var rest = restOfFrame;
            restOfFrame = NOTHING;
            CommandDispatcher.dispatch(client, rest, 0, rest.length);
        }
        if (!paused && !client.isClosed()) {
            client.transport().resumeReading();
        }
    }
}
