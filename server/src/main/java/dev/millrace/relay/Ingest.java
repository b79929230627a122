package dev.millrace.relay;

import dev.millrace.amf.AmfValue;
import dev.millrace.channel.Publication;
import dev.millrace.client.MediaEvent;
import dev.millrace.codec.Codec;
import dev.millrace.flv.FlvDemuxer;
import dev.millrace.media.Frame;
import dev.millrace.media.TrackKind;
import java.nio.ByteBuffer;
import java.util.List;

/// Carries what a source says into the bus. One thread.
final class Ingest {
    private final Publication publication;

    Ingest(Publication publication) {
        this.publication = publication;
    }

    void heard(long nowNs) {
        publication.heard(nowNs);
    }

    void configured(Codec codec) {
        publication.configure(codec);
    }

    void media(Frame frame) {
        publication.write(frame.header(), ByteBuffer.wrap(frame.payload()));
    }

    void data(MediaEvent.Data data) {
        if (!publication.isConfigured(TrackKind.DATA)) {
            publication.configure(FlvDemuxer.DATA);
        }
        byte[] body = data.frame().payload();
        List<AmfValue> values = data.values();
        if (!values.isEmpty() && values.getFirst().equals(AmfValue.of("onMetaData"))) {
            publication.describe(ByteBuffer.wrap(body));
        }
        media(data.frame());
    }
}
