package dev.slipway.containers;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.async.ResultCallbackTemplate;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream that the engine sends, item by item on a thread of its own, until it ends or is closed.
 *
 * @param <T> what comes
 */
public final class Following<T> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Following.class);

    private final Callback<T> callback;

    private Following(Callback<T> callback) {
        this.callback = callback;
    }

    static <T> Following<T> of(Consumer<T> items, Consumer<ResultCallback<T>> start) {
        Callback<T> callback = new Callback<>(items);
        start.accept(callback);
        return new Following<>(callback);
    }

    /** Waits until the engine has begun to answer, so that nothing from now on is missed; fails when it refuses to. */
    Following<T> begun() throws InterruptedException {
        try {
            CompletableFuture.anyOf(callback.begun, callback.ended).get();
            return this;
        } catch (ExecutionException e) {
            close();
            throw failure(e);
        }
    }

    /** Completes at the end of the stream; exceptionally when it broke. */
    public CompletableFuture<Void> ended() {
        return callback.ended;
    }

    /** Waits for the end. A closed stream has ended. */
    public void await() throws InterruptedException {
        try {
            callback.ended.get();
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static RuntimeException failure(ExecutionException e) {
        return e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
    }

    @Override
    public void close() {
        try {
            callback.close();
        } catch (IOException e) {
            LOG.debug("a stream of the engine could not be closed", e);
        }
    }

    private static final class Callback<T> extends ResultCallbackTemplate<Callback<T>, T> {

        private final Consumer<T> items;
        private final CompletableFuture<Void> begun = new CompletableFuture<>();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private volatile boolean closed;

        Callback(Consumer<T> items) {
            this.items = items;
        }

        @Override
        public void onStart(Closeable stream) {
            super.onStart(stream);
            begun.complete(null);
        }

        @Override
        public void onNext(@Nullable T item) {
            if (item != null && !closed) {
                items.accept(item);
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (closed) {
                ended.complete(null);
            } else {
                ended.completeExceptionally(failure);
            }
            super.onError(failure);
        }

        @Override
        public void onComplete() {
            super.onComplete();
            ended.complete(null);
        }

        @Override
        public void close() throws IOException {
            closed = true;
            super.close();
            ended.complete(null);
        }
    }
}
