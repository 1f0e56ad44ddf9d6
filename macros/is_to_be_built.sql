{#- The dates as literals, so that the engine can leave out the others from the start. -#}
{% macro is_to_be_built(as_of_date) %}
    {%- set dates = dates_to_build() -%}
    {%- if not dates -%}
        {{ return('1 = 0') }}
    {%- endif -%}
    {#- DuckDB carries the bounds through joins, the list not. -#}
    {{ return(
        as_of_date ~ " between date '" ~ dates[0] ~ "' and date '" ~ dates[-1] ~ "'\n"
        ~ "        and " ~ as_of_date ~ " in (date '" ~ dates | join("', date '") ~ "')"
    ) }}
{% endmacro %}
