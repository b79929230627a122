package dev.millrace.control.objects;

/// Who somebody is to a server that speaks S3.
///
/// @param id the access key, which is no secret
/// @param secret never printed
public record S3Keys(String id, String secret) {
    @Override
    public String toString() {
        return id;
    }
}
