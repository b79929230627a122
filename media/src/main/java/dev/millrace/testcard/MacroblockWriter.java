package dev.millrace.testcard;

import dev.millrace.bytes.BitWriter;
import java.util.Arrays;
import java.util.Comparator;

/// Writes macroblocks of the one kind used here, Intra_16x16, H.264 7.3.5: whole planes predicted
/// from their neighbours, and as much of the difference as there is.
final class MacroblockWriter {
    /// The order in which the sixteen blocks of luma are written, as their numbers row by row;
    /// figure 6-10.
    private static final int[] LUMA_ORDER = {0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15};

    private static final int CHROMA_NONE = 0;
    private static final int CHROMA_DC = 1;
    private static final int CHROMA_ALL = 2;

    private final PlaneCoder luma;
    private final PlaneCoder cb;
    private final PlaneCoder cr;
    private final CoefficientCounts counts;

    MacroblockWriter(Picture source, Picture decoded) {
        luma = new PlaneCoder(source, decoded, Picture.LUMA);
        cb = new PlaneCoder(source, decoded, Picture.CB);
        cr = new PlaneCoder(source, decoded, Picture.CR);
        counts = new CoefficientCounts(source.macroblocksWide(), source.macroblocksHigh());
    }

    /// Notes a macroblock that stays as it was in the picture before.
    void skip(int mbX, int mbY) {
        counts.clear(mbX, mbY);
    }

    /// Writes one macroblock.
    ///
    /// @param typesBefore the macroblock types in front of the intra ones: 0 in an I slice, 5 in a
    ///   P
    void write(BitWriter out, int typesBefore, int mbX, int mbY) {
        IntraMode lumaMode = best(mbX, mbY, luma);
        IntraMode chromaMode = best(mbX, mbY, cb, cr);
        CodedPlane codedLuma = luma.code(lumaMode, mbX, mbY);
        CodedPlane codedCb = cb.code(chromaMode, mbX, mbY);
        CodedPlane codedCr = cr.code(chromaMode, mbX, mbY);
        int chroma = chromaPattern(codedCb, codedCr);
        boolean lumaAc = codedLuma.hasAc();
        // Table 7-11: type 1 is vertical prediction without any AC or chroma.
        out.ue(typesBefore + 1 + lumaMode.lumaCode() + 4 * chroma + (lumaAc ? 12 : 0));
        out.ue(chromaMode.chromaCode());
        out.se(0); // mb_qp_delta
        counts.clear(mbX, mbY);
        var cavlc = new Cavlc(out);
        luma(cavlc, codedLuma, mbX, mbY);
        if (chroma != CHROMA_NONE) {
            cavlc.chromaDc(codedCb.dc());
            cavlc.chromaDc(codedCr.dc());
        }
        if (chroma == CHROMA_ALL) {
            chromaAc(cavlc, codedCb, Picture.CB, mbX, mbY);
            chromaAc(cavlc, codedCr, Picture.CR, mbX, mbY);
        }
    }

    private static IntraMode best(int mbX, int mbY, PlaneCoder... planes) {
        return Arrays.stream(IntraMode.values())
                .filter(mode -> mode.possible(mbX, mbY))
                .min(
                        Comparator.comparingInt(mode ->
                                Arrays.stream(planes)
                                        .mapToInt(plane -> plane.error(mode, mbX, mbY))
                                        .sum()))
                .orElseThrow();
    }

    private static int chromaPattern(CodedPlane codedCb, CodedPlane codedCr) {
        if (codedCb.hasAc() || codedCr.hasAc()) {
            return CHROMA_ALL;
        }
        return codedCb.hasDc() || codedCr.hasDc() ? CHROMA_DC : CHROMA_NONE;
    }

    private void luma(Cavlc cavlc, CodedPlane coded, int mbX, int mbY) {
        int[] dc = new int[16];
        for (int i = 0; i < 16; i++) {
            dc[i] = coded.dc()[PlaneCoder.ZIGZAG[i]];
        }
        cavlc.block(dc, counts.around(Picture.LUMA, 4 * mbX, 4 * mbY));
        if (coded.hasAc()) {
            for (int block : LUMA_ORDER) {
                int x = 4 * mbX + block % 4;
                int y = 4 * mbY + block / 4;
                int total = cavlc.block(coded.ac()[block], counts.around(Picture.LUMA, x, y));
                counts.set(Picture.LUMA, x, y, total);
            }
        }
    }

    private void chromaAc(Cavlc cavlc, CodedPlane coded, int plane, int mbX, int mbY) {
        for (int block = 0; block < 4; block++) {
            int x = 2 * mbX + block % 2;
            int y = 2 * mbY + block / 2;
            counts.set(plane, x, y, cavlc.block(coded.ac()[block], counts.around(plane, x, y)));
        }
    }
}
