package dev.millrace.e2e;

import dev.millrace.testing.Checkout;
import dev.millrace.testing.Program;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The tests in `web/e2e`, which drive Chromium.
final class Browser {
    private Browser() {}

    /// Runs those in the file of this name against a server.
    ///
    /// @param more as `web/e2e/settings.ts` has it
    static Program start(String url, String file, Map<String, String> more) {
        var environment = new HashMap<>(
                        Map.of("MILLRACE_URL", url, "MILLRACE_CHANNEL", "live/cam"));
        environment.putAll(more);
        String web = Checkout.root().resolve("web").toString();
        return Program.start(
                environment, List.of("npm", "--prefix", web, "run", "e2e", "--", file));
    }
}
