{% macro holds_wanted_rows(name=none) %}
    {%- set counts = version_counts(name) -%}
    {%- set holds_all = not counts.stale and counts.common == counts.wanted -%}
    {{ return(counts.common > 0 and (holds_all or can_replace_rows(name))) }}
{% endmacro %}
