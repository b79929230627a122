package dev.millrace.app;

import dev.millrace.access.Token;
import dev.millrace.machine.WholeFile;
import dev.millrace.machine.WholeFile.Promise;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The token that administrators log in with: what the configuration says, else what was made at an
/// earlier start, else one that is made now.
///
/// @param isNew whether nobody can know it yet
/// @param how people get in, in half a sentence
record AdminToken(Token token, boolean isNew, String how) {
    private static final Logger LOG = LoggerFactory.getLogger(AdminToken.class);

    /// @param isPrivate whether nobody needs one, because nobody else can reach the server
    static AdminToken of(Optional<String> configured, Path folder, boolean isPrivate) {
        if (configured.isPresent()) {
            Token token = new Token(configured.get());
            return new AdminToken(token, false, "with the token that admin.token says");
        }
        return isPrivate
                ? new AdminToken(Token.random(), false, "without a token, from this machine")
                : kept(folder.resolve("admin.token"));
    }

    /// Says where to log in, and how: with the token itself only when it is new.
    String invitation(String page) {
        return isNew
                ? "the page is %s#token=%s (%s)".formatted(page, token.reveal(), how)
                : "the page is %s (%s)".formatted(page, how);
    }

    /// The token in a file; one that is made now if there is none.
    static AdminToken kept(Path file) {
        try {
            String text = Files.readString(file).strip();
            if (!text.isEmpty()) {
                return new AdminToken(new Token(text), false, "with the token in " + file);
            }
            LOG.warn("{} is empty; a new token is made", file);
        } catch (NoSuchFileException e) {
            LOG.debug("{} is not there yet", file);
        } catch (IOException e) {
            LOG.warn("{} cannot be read, so there is another token: {}", file, e.toString());
        }
        return fresh(file);
    }

    private static AdminToken fresh(Path file) {
        Token token = Token.random();
        try {
            byte[] line = (token.reveal() + "\n").getBytes(StandardCharsets.UTF_8);
            WholeFile.write(
                    file, EnumSet.of(Promise.PRIVATE, Promise.DURABLE), ByteBuffer.wrap(line));
            return new AdminToken(token, true, "the token is kept in " + file);
        } catch (IOException e) {
            LOG.warn("the token is lost when the server stops, {}: {}", file, e.toString());
            return new AdminToken(token, true, "until the next start");
        }
    }
}
