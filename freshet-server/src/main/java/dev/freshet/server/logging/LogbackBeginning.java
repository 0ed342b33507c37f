package dev.freshet.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

/// What Logback does before [Logging#start], and for short commands: warnings, for people, on the
/// error output. Found as a service.
public final class LogbackBeginning extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        Logging.only(
                context, Level.WARN, new StreamAppender("console", System.err, new LineLayout()));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
