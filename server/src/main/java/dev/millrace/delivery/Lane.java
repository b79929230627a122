package dev.millrace.delivery;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// One thread that serves viewers, each in turn. What runs here must not block: others wait.
public final class Lane implements Executor, AutoCloseable {
    private final ExecutorService thread;

    Lane(int number) {
        thread =
                new ThreadPoolExecutor(
                        1,
                        1,
                        0,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().daemon().name("lane " + number).factory(),
                        new ThreadPoolExecutor.DiscardPolicy());
    }

    /// Runs `task` after those that wait already. One that fails ends the thread, whose handler for
    /// uncaught exceptions is told; another takes its place. After [#close] nothing is run.
    @Override
    public void execute(Runnable task) {
        thread.execute(task);
    }

    /// Ends when the tasks that wait are done.
    @Override
    public void close() {
        thread.shutdown();
    }
}
