{#- The dates as literals, so that the engine can leave out the others from the start. -#}
{% macro is_to_be_built(as_of_date) %}
    {%- set missing = missing_versions() if is_added_to() else wanted_versions() -%}
    {%- set dates = dates_at_hand(missing) if missing else [] -%}
    {%- if not dates -%}
        {{ return('1 = 0') }}
    {%- endif -%}
    {#- DuckDB carries the bounds through joins, the list not. -#}
    {{ return(
        as_of_date ~ " between date '" ~ dates[0] ~ "' and date '" ~ dates[-1] ~ "'\n"
        ~ "        and " ~ as_of_date ~ " in (date '" ~ dates | join("', date '") ~ "')"
    ) }}
{% endmacro %}
