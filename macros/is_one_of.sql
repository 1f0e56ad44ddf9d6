{#- The dates as literals, so that the engine can leave out the others from the start. -#}
{% macro is_one_of(column, dates, moment=none) %}
    {%- set days = dates | reject('none') | sort -%}
    {%- set conditions = ['1 = 0'] if not dates else [] -%}
    {%- if days and moment -%}
        {#- DuckDB filters while reading by what can't fail, and a day is a cast. -#}
        {%- do conditions.append(
            moment ~ " between timestamp '" ~ days[0] ~ " 00:00:00'"
            ~ " and timestamp '" ~ days[-1] ~ " 23:59:59.999999'\n"
            ~ "        and " ~ column ~ " in (date '" ~ days | join("', date '") ~ "')"
        ) -%}
    {%- elif days -%}
        {#- DuckDB carries the bounds through joins, the list not. -#}
        {%- do conditions.append(
            column ~ " between date '" ~ days[0] ~ "' and date '" ~ days[-1] ~ "'\n"
            ~ "        and " ~ column ~ " in (date '" ~ days | join("', date '") ~ "')"
        ) -%}
    {%- endif -%}
    {%- if dates | select('none') | list -%}
        {%- do conditions.append((moment or column) ~ ' is null') -%}
    {%- endif -%}
    {{ return(conditions[0] if conditions | length == 1 else '(' ~ conditions | join(' or ') ~ ')') }}
{% endmacro %}
