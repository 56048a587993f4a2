package dev.slipway.runner.log;

import dev.slipway.kernel.Masks;
import dev.slipway.runner.log.Annotation.Level;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** Where all text of one job passes on its way out: it masks, numbers and dates the lines, and keeps the annotations. */
public final class JobLog {

    private final LogSink sink;
    private final InstantSource clock;
    private final AtomicReference<Masks> masks;
    private final List<Annotation> annotations = new CopyOnWriteArrayList<>();

    public JobLog(LogSink sink, InstantSource clock, Masks masks) {
        this.sink = sink;
        this.clock = clock;
        this.masks = new AtomicReference<>(masks);
    }

    /** From now on hides these as well. */
    public void hide(Collection<String> secrets) {
        masks.updateAndGet(known -> known.and(secrets));
    }

    /** The text without secrets. */
    public String masked(String text) {
        return masks.get().mask(text);
    }

    /** Says something that may have several lines. */
    public void say(int step, String text) {
        pass(step, text);
        flush();
    }

    /** Says something that is due at the next flush only: one of many lines that come at once. */
    public void pass(int step, String text) {
        String safe = masked(text);
        if (safe.indexOf('\n') < 0 && safe.indexOf('\r') < 0) {
            write(step, safe);
        } else {
            safe.lines().forEach(line -> write(step, line));
        }
    }

    /** The same of many lines; those in which nothing is to be hidden stay bytes. */
    public void pass(int step, TextLines lines) {
        Masks known = masks.get();
        int clean = 0;
        int secret = known.find(lines.bytes(), lines.start(), lines.end());
        while (secret >= 0) {
            int line = lines.lineAt(secret);
            write(step, lines.part(clean, line));
            pass(step, lines.text(line));
            clean = line + 1;
            secret = known.find(lines.bytes(), lines.start(clean), lines.end());
        }
        write(step, lines.part(clean, lines.count()));
    }

    /** Lets all lines so far be seen. */
    public void flush() {
        sink.flush();
    }

    /**
     * Says a line of which only the start was kept. As much of its end is left out as may be the beginning of a secret.
     *
     * @param dropped how many characters came after the text
     */
    public void cut(int step, String text, long dropped) {
        String safe = masks.get().flow().accept(text);
        write(step, safe + " [the line goes on for " + (text.length() - safe.length() + dropped) + " characters]");
        flush();
    }

    /** Keeps an annotation and says it, marked as GitHub marks it in logs. */
    public void annotate(Annotation annotation) {
        annotate(annotation, annotation.message());
    }

    /** Keeps an annotation and says, marked in the same way, the text that it was read from. */
    public void annotate(Annotation annotation, String text) {
        Annotation safe = new Annotation(
                annotation.level(),
                masked(annotation.message()),
                annotation.title().map(this::masked),
                annotation.file().map(this::masked),
                annotation.startLine(),
                annotation.endLine(),
                annotation.startColumn(),
                annotation.endColumn(),
                annotation.step());
        annotations.add(safe);
        String shown = masked(text);
        String first = shown.lines().findFirst().orElse("");
        write(safe.step(), "##[" + safe.level().name().toLowerCase(java.util.Locale.ROOT) + "]" + first);
        shown.lines().skip(1).forEach(line -> write(safe.step(), line));
        flush();
    }

    public void error(int step, String message) {
        annotate(Annotation.of(Level.ERROR, message, step));
    }

    public void warning(int step, String message) {
        annotate(Annotation.of(Level.WARNING, message, step));
    }

    /** In the order in which they came. */
    public List<Annotation> annotations() {
        return List.copyOf(annotations);
    }

    private void write(int step, String masked) {
        sink.line(new LogLine(step, clock.instant(), masked));
    }

    private void write(int step, TextLines masked) {
        if (masked.count() > 0) {
            sink.lines(step, clock.instant(), masked);
        }
    }
}
