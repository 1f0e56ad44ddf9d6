{% macro number_as_text(expression) -%}
    {{ adapter.dispatch('number_as_text')(expression) }}
{%- endmacro %}

{% macro duckdb__number_as_text(expression) -%}
    regexp_replace(
        cast({{ expression }} as varchar), '([.][0-9]*[1-9])0+$|[.]0+$', '\1'
    )
{%- endmacro %}

{#- Spark prints a double from ten million on with an exponent. By way of a text, for it
    refuses to cast a timestamp to a double even where that is never done. -#}
{% macro spark__number_as_text(expression) -%}
    {%- set number = 'try_cast(cast(' ~ expression ~ ' as string) as double)' -%}
    case
        when typeof({{ expression }}) in ('double', 'float')
            and {{ number }} = floor({{ number }}) and abs({{ number }}) < 1e18
            then cast(try_cast({{ number }} as bigint) as string)
        else regexp_replace(
            cast({{ expression }} as string), '([.][0-9]*[1-9])0+$|[.]0+$', '$1'
        )
    end
{%- endmacro %}
