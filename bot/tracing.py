"""Traces for a collector of OpenTelemetry, where the ward runs one; none leave otherwise."""

from settings import Settings


def trace(settings: Settings) -> None:
    """Sends a span for each request to `settings.otel_url`; without that nothing leaves."""
    if not settings.otel_url:
        return
    # Loaded by who wants it: it opens connections of its own.
    from opentelemetry import trace as tracing  # noqa: PLC0415
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    provider = TracerProvider(resource=Resource.create({"service.name": "hoi-phuong"}))
    exporter = OTLPSpanExporter(endpoint=settings.otel_url, insecure=settings.otel_url.startswith("http://"))
    provider.add_span_processor(BatchSpanProcessor(exporter))
    tracing.set_tracer_provider(provider)
