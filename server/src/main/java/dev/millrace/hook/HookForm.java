package dev.millrace.hook;

import java.net.URI;

/// The words in which a service is called, and those in which it answers.
public enum HookForm {
    SRS(SrsForm.JSON) {
        @Override
        byte[] body(HookEvent event, String server) {
            return SrsForm.body(event, server);
        }

        @Override
        Decision decision(HookAnswer answer) {
            return SrsForm.decision(answer);
        }
    },

    NGINX("application/x-www-form-urlencoded") {
        @Override
        byte[] body(HookEvent event, String server) {
            return NginxForm.body(event);
        }

        @Override
        Decision decision(HookAnswer answer) {
            return NginxForm.decision(answer);
        }
    },

    MEDIAMTX(SrsForm.JSON) {
        @Override
        byte[] body(HookEvent event, String server) {
            return MediaMtxForm.body(event);
        }

        @Override
        Decision decision(HookAnswer answer) {
            return MediaMtxForm.decision(answer);
        }
    },

    /// A GET of a URL in which the event has its place; says nothing else.
    NOTIFY("") {
        @Override
        URI target(URI url, HookEvent event) {
            return NotifyUrl.of(url, event);
        }

        @Override
        byte[] body(HookEvent event, String server) {
            return new byte[0];
        }

        @Override
        Decision decision(HookAnswer answer) {
            return answer.isSuccess()
                    ? Decision.ALLOWED
                    : new Decision.Refused("it answered %d".formatted(answer.status()));
        }
    };

    private final String contentType;

    HookForm(String contentType) {
        this.contentType = contentType;
    }

    /// Empty where nothing is sent but the request itself.
    String contentType() {
        return contentType;
    }

    /// Where it is called.
    URI target(URI url, HookEvent event) {
        return url;
    }

    /// @param server which server this is
    abstract byte[] body(HookEvent event, String server);

    abstract Decision decision(HookAnswer answer);
}
