FROM python:3.11-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 ENVIRONMENT=production
WORKDIR /srv/careercenter
RUN useradd --system --create-home careercenter
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY careercenter careercenter
COPY migrations migrations
COPY templates templates
COPY static static
COPY wsgi.py .
RUN mkdir /data && chown careercenter /data
ENV DATA_DIR=/data
USER careercenter
EXPOSE 8000
HEALTHCHECK CMD python -c "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/readyz', timeout=3)"
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "16", "wsgi:app"]
