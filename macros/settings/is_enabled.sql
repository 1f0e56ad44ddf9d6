{% macro is_enabled(scheme) %}
    {%- set value = var('use_' ~ scheme) -%}
    {%- if value is not boolean -%}
        {{ exceptions.raise_compiler_error(
            "var use_" ~ scheme ~ " is '" ~ value ~ "'; it must be true or false."
        ) }}
    {%- endif -%}
    {{ return(value) }}
{% endmacro %}
