package dev.millrace.relay;

/// What carries a source into its channel, once: from the start to its end. A relay has at most one
/// at a time.
interface Run {
    /// What a run tells its relay. Any thread; must not block.
    interface Listener {
        /// There is something to watch in the channel.
        void playing();

        /// Something that people may want to know, without credentials.
        void said(String line);

        /// It is over, and has let go of everything. Called once, the last.
        void over(Ending ending);
    }

    /// Begins. Returns at once.
    void start();

    /// Ends it; [Listener#over] follows. Returns at once. Any thread; safe to repeat.
    void stop();

    /// Ends it because something is wrong with it.
    ///
    /// @param reason becomes that of the [Ending.Fault]
    void dismiss(String reason);

    /// What its processes take, without what is in the channel.
    long processBytes();

    /// When the newest frame came, by `System.nanoTime`; at first, when it was made.
    long frameAtNs();
}
