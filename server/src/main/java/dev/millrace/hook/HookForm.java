package dev.millrace.hook;

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
    };

    private final String contentType;

    HookForm(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    /// @param server which server this is
    abstract byte[] body(HookEvent event, String server);

    abstract Decision decision(HookAnswer answer);
}
