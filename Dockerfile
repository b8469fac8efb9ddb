# docker build -t hoi-phuong . && docker run -p 8000:8000 -v hoi-phuong-data:/data hoi-phuong
FROM python:3.11-slim

# A package index with CPU builds of torch: without it pip takes the large GPU build.
ARG TORCH_INDEX=""

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1

# Reads scans.
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends tesseract-ocr tesseract-ocr-vie \
    && rm -rf /var/lib/apt/lists/*

RUN useradd --uid 10001 --create-home ward && install -d -o ward -g ward /data

WORKDIR /app
COPY requirements.lock ./
RUN python -m pip install ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} $(grep '^torch==' requirements.lock) \
    && python -m pip install -r requirements.lock

COPY . .
RUN python -m pip install --no-deps -e .

USER ward
ENV HOIPHUONG_DATA=/data HOIPHUONG_HOST=0.0.0.0 HOIPHUONG_PORT=8000
VOLUME /data
EXPOSE 8000

HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ['HOIPHUONG_PORT']}/readyz\", timeout=4)"]

CMD ["hoiphuong", "serve"]
