{#- Null where there is nothing to judge. -#}
{% macro judged_by(rules_version, content) -%}
    md5({{ rules_version }} || ';' || {{ content }})
{%- endmacro %}
