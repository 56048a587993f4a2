package dev.slipway.containers;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import java.io.Closeable;
import java.io.IOException;

/** The bytes of frames, without the engine's word of which stream they are from. */
record Payloads(ResultCallback<byte[]> target) implements ResultCallback<Frame> {

    @Override
    public void onStart(Closeable stream) {
        target.onStart(stream);
    }

    @Override
    public void onNext(Frame frame) {
        target.onNext(frame.getPayload());
    }

    @Override
    public void onError(Throwable failure) {
        target.onError(failure);
    }

    @Override
    public void onComplete() {
        target.onComplete();
    }

    @Override
    public void close() throws IOException {
        target.close();
    }
}
