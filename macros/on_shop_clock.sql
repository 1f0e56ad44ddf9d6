{% macro on_shop_clock(moment) -%}
    {%- set shop = setting('business_timezone') -%}
    {%- set source = setting('source_timezone') or shop -%}
    {%- if source == shop -%}
        {{ moment }}
    {%- else -%}
        {{ adapter.dispatch('on_shop_clock')(moment, source, shop) }}
    {%- endif -%}
{%- endmacro %}

{% macro duckdb__on_shop_clock(moment, source, shop) -%}
    timezone('{{ shop }}', timezone('{{ source }}', {{ moment }}))
{%- endmacro %}

{#- Of the hour that comes twice in autumn, the second one, as DuckDB takes it. -#}
{% macro spark__on_shop_clock(moment, source, shop) -%}
    {%- set utc = "to_utc_timestamp(clock, '" ~ source ~ "')" -%}
    {%- set later = utc ~ " + interval 1 hour" -%}
    transform(
        array({{ moment }}),
        clock -> from_utc_timestamp(
            case
                when from_utc_timestamp({{ later }}, '{{ source }}') = clock then {{ later }}
                else {{ utc }}
            end,
            '{{ shop }}'
        )
    )[0]
{%- endmacro %}
