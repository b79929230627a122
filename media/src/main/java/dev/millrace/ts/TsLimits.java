package dev.millrace.ts;

/// Everything a transport stream from outside may make us hold, and what ours keeps to. Checked
/// before the memory is spent.
final class TsLimits {
    /// Section 2.4.4.9: the section length of PAT and PMT is at most 1021, counted behind itself.
    static final int SECTION_BYTES_MAX = 1021 + PsiSection.LENGTH_END;

    /// A 4K key frame is about 2 MiB; four times that is a mistake or an attack.
    static final int PES_BYTES_MAX = 8 << 20;

    /// The length in the header of a packet has 16 bits, and must be said but of video.
    static final int SAID_PAYLOAD_BYTES_MAX = 0xFFFF - PesHeader.BYTES_MAX;

    /// A picture is shown within a second of being decoded; what is further off is no offset.
    static final int COMPOSITION_US_MAX = 10_000_000;

    private TsLimits() {}
}
