package dev.millrace.app;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Stands in for the server where only the launcher is tested: says how it was started.
public final class EchoProgram {
    private EchoProgram() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.out.printf("echo %s %s%n", List.of(arguments), System.getProperty("echo", ""));
        if (List.of(arguments).contains("serve")) {
            new CountDownLatch(1).await();
        }
    }
}
