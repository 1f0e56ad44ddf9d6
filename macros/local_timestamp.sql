{% macro local_timestamp(expression) -%}
    {{ adapter.dispatch('local_timestamp')(expression) }}
{%- endmacro %}

{% macro duckdb__local_timestamp(expression) -%}
    {%- set shop = setting('business_timezone') -%}
    {%- set source = setting('source_timezone') or shop -%}
    case
        when
            typeof({{ expression }}) in ('TIMESTAMP', 'TIMESTAMP_NS', 'DATE')
            or not regexp_matches(
                cast({{ expression }} as varchar),
                '\d{2}:\d{2}.*([zZ]|[+-]\d{2}(:?\d{2})?)\s*$'
            )
            then
                {%- if source == shop %}
                try_cast({{ expression }} as timestamp)
                {%- else %}
                timezone(
                    '{{ shop }}',
                    timezone('{{ source }}', try_cast({{ expression }} as timestamp))
                )
                {%- endif %}
        else
            timezone(
                '{{ shop }}',
                try_cast(cast({{ expression }} as varchar) as timestamptz)
            )
    end
{%- endmacro %}
