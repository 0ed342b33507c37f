package dev.freshet.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.Layout;
import dev.freshet.server.config.LogSettings.LogFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;

/// Writes the log file; Logback calls it from one thread at a time.
///
/// A disk that is full costs log lines, never a request.
final class RotatingFileAppender extends AppenderBase<ILoggingEvent> {
    private final RotatingFile file;
    private final Layout<ILoggingEvent> layout;

    RotatingFileAppender(Path path, LogFile settings, Layout<ILoggingEvent> layout, Clock clock)
            throws IOException {
        setName("file");
        this.file = new RotatingFile(path, settings, clock);
        this.layout = layout;
    }

    @Override
    protected void append(ILoggingEvent event) {
        try {
            file.write(layout.doLayout(event).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            addError("The log file could not be written", e);
        }
    }

    @Override
    public void stop() {
        super.stop();
        try {
            file.close();
        } catch (IOException e) {
            addError("The log file could not be closed", e);
        }
    }
}
