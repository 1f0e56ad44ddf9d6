{% macro local_timestamp(expression) -%}
    {{ adapter.dispatch('local_timestamp')(expression) }}
{%- endmacro %}

{% macro duckdb__local_timestamp(expression) -%}
    {%- set shop = setting('business_timezone') -%}
    {%- set source = setting('source_timezone') or shop -%}
    {%- set text = 'trim(cast(' ~ expression ~ ' as varchar))' -%}
    {%- set to_shop_clock = '' if source == shop
        else "timezone('" ~ shop ~ "', timezone('" ~ source ~ "', " -%}
    {%- set end = '' if source == shop else '))' -%}
    nullif(nullif(
        case
            when typeof({{ expression }}) in ('TIMESTAMP', 'TIMESTAMP_NS')
                then
                    {{ to_shop_clock }}try_cast({{ expression }} as timestamp){{ end }}
            -- A letter or a sign behind the time of day is a zone or an offset.
            when regexp_matches({{ text }}, '\d{2}:\d{2}.*[A-Za-z+-]')
                then timezone('{{ shop }}', try_cast({{ text }} as timestamptz))
            when regexp_matches({{ text }}, '\d{2}:\d{2}')
                then {{ to_shop_clock }}try_cast({{ text }} as timestamp){{ end }}
            -- A day without a time is a day of the shop's.
            else try_cast({{ text }} as timestamp)
        end,
        timestamp 'infinity'
    ), timestamp '-infinity')
{%- endmacro %}
