# docker build --tag customer-tiers .
# docker run --rm --volume "$PWD:/shop" customer-tiers build orders.csv
FROM python:3.12-slim AS wheel
COPY . /source
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels /source

FROM python:3.12-slim
RUN --mount=from=wheel,source=/wheels,target=/wheels \
    pip install --no-cache-dir /wheels/*.whl && useradd --create-home shop
USER shop
WORKDIR /shop
ENTRYPOINT ["tiers"]
CMD ["--help"]
