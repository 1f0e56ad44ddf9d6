{% macro local_timestamp(expression) -%}
    {{ adapter.dispatch('local_timestamp')(expression) }}
{%- endmacro %}

{% macro duckdb__local_timestamp(expression) -%}
    {%- set text = 'cast(' ~ expression ~ ' as varchar)' -%}
    {%- set moment = 'try_cast(' ~ expression ~ ' as timestamp)' -%}
    case
        when typeof({{ expression }}) in ('TIMESTAMP', 'TIMESTAMP_NS')
            then
                case
                    when not isfinite({{ moment }}) or {{ moment }} < timestamp '1000-01-01'
                        then {{ incredible_timestamp() }}
                    else {{ on_shop_clock(moment) }}
                end
        when {{ is_padded(text) }} then {{ moment_in(unpadded(text)) }}
        else {{ moment_in(text) }}
    end
{%- endmacro %}

{#- In a session whose time zone is UTC a Spark timestamp is the shop's clock. -#}
{% macro spark__local_timestamp(expression) -%}
    case
        when typeof({{ expression }}) = 'timestamp'
            then from_utc_timestamp(
                try_cast({{ expression }} as timestamp), '{{ setting('business_timezone') }}'
            )
        when typeof({{ expression }}) = 'timestamp_ntz'
            then {{ on_shop_clock('try_cast(' ~ expression ~ ' as timestamp)') }}
        else {{ moment_in(clean_text(expression)) }}
    end
{%- endmacro %}
