package dev.slipway.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the log goes and how its lines look: standard error, for people or as JSON for machines. */
public final class Logging {

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level %logger{0}: %msg%n";
    private static final List<String> QUIET = List.of(
            "org.eclipse.jetty",
            "io.javalin",
            "org.flywaydb",
            "com.zaxxer.hikari",
            "org.jooq",
            "org.eclipse.jgit",
            "com.github.dockerjava");

    /** Says of every PostgreSQL older than the newest that another edition of the library were right for it. */
    private static final String ADVERTISED = "org.jooq.impl.DefaultExecuteContext.logVersionSupport";

    /** Log what they throw as well, with its stack. */
    private static final List<String> TOLD_TWICE =
            List.of("com.github.dockerjava.api.async.ResultCallbackTemplate", "com.zaxxer.hikari.pool");

    private Logging() {}

    /** @param json for machines */
    public static void configure(boolean json) {
        write(json ? new JsonEncoder() : plain(), Level.INFO);
    }

    /** For commands, whose output is for the one who typed them: only what is wrong. */
    public static void quiet() {
        write(plain(), Level.WARN);
    }

    private static void write(Encoder<ILoggingEvent> lines, Level least) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(started(lines, context));
        appender.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(least);
        root.addAppender(appender);
        context.addTurboFilter(new ToldOnce());
        QUIET.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
        context.getLogger(ADVERTISED).setLevel(Level.ERROR);
        TOLD_TWICE.forEach(name -> context.getLogger(name).setLevel(Level.OFF));
    }

    private static Encoder<ILoggingEvent> plain() {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setPattern(PATTERN);
        return encoder;
    }

    private static Encoder<ILoggingEvent> started(Encoder<ILoggingEvent> encoder, LoggerContext context) {
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }
}
