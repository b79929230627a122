package dev.millrace.control.link;

/// The connection of an edge node, as far as its protocol needs one. Any thread.
interface Wire {
    /// Sends a message; a connection that does not take it is closed.
    void send(String text);

    /// Closes the connection in good order.
    ///
    /// @param status as RFC 6455, 7.4, has them
    void close(int status, String reason);

    /// Where it comes from.
    String address();
}
