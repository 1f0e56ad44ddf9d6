{#- Beyond these bounds a double or float represents several whole numbers. DuckDB would
    join a list after `in` to all rows. -#}
{% macro clean_id(column) -%}
    {%- set kind = 'upper(typeof(raw_' ~ column ~ '))' -%}
    {%- set number = 'abs(try_cast(clean_' ~ column ~ ' as double))' -%}
    {%- set words = setting('missing_texts') -%}
    case
        when {{ kind }} = 'BOOLEAN' or {{ kind }} like '%]' or {{ kind }} like 'ARRAY<%'
            or {{ kind }} like 'STRUCT%' or {{ kind }} like 'MAP%'
            then null
        when {{ kind }} = 'DOUBLE' and not {{ number }} < 9007199254740992 then null
        when {{ kind }} = 'FLOAT' and not {{ number }} < 16777216 then null
        {%- if words %}
        -- Most ids are longer than any word for a missing value and need no further
        -- check.
        when length(clean_{{ column }}) > {{ words | map('length') | max }} then clean_{{ column }}
        {%- for word in words %}
        when lower(clean_{{ column }}) = {{ text_literal(word) }} then null
        {%- endfor %}
        {%- endif %}
        else clean_{{ column }}
    end
{%- endmacro %}

{#- The engine knows the answer before it reads a row. -#}
{% macro is_number(expression) -%}
    upper(typeof({{ expression }})) in (
        'TINYINT', 'SMALLINT', 'INTEGER', 'INT', 'BIGINT', 'HUGEINT', 'UTINYINT',
        'USMALLINT', 'UINTEGER', 'UBIGINT', 'UHUGEINT', 'FLOAT', 'DOUBLE'
    ) or upper(typeof({{ expression }})) like 'DECIMAL(%'
{%- endmacro %}
