{% macro sum_of_versions(version) -%}
    sum(cast({{ version }} as decimal(38, 0)))
{%- endmacro %}
