{% macro local_timestamp(column) -%}
    {{ adapter.dispatch('local_timestamp')(column) }}
{%- endmacro %}

{% macro duckdb__local_timestamp(column) -%}
    {%- set moment = 'try_cast(raw_' ~ column ~ ' as timestamp)' -%}
    case
        when typeof(raw_{{ column }}) in ('TIMESTAMP', 'TIMESTAMP_NS')
            then
                case
                    when not isfinite({{ moment }}) or {{ moment }} < timestamp '1000-01-01'
                        then {{ incredible_timestamp() }}
                    else {{ on_shop_clock(moment) }}
                end
        else {{ moment_in('clean_' ~ column) }}
    end
{%- endmacro %}

{#- In a session whose time zone is UTC a Spark timestamp is the shop's clock. -#}
{% macro spark__local_timestamp(column) -%}
    case
        when typeof(raw_{{ column }}) = 'timestamp'
            then from_utc_timestamp(
                try_cast(raw_{{ column }} as timestamp), '{{ setting('business_timezone') }}'
            )
        when typeof(raw_{{ column }}) = 'timestamp_ntz'
            then {{ on_shop_clock('try_cast(raw_' ~ column ~ ' as timestamp)') }}
        else {{ moment_in('clean_' ~ column) }}
    end
{%- endmacro %}
