{#- The engine knows the answer before it reads a row. -#}
{% macro is_number(expression) -%}
    upper(typeof({{ expression }})) in (
        'TINYINT', 'SMALLINT', 'INTEGER', 'INT', 'BIGINT', 'HUGEINT', 'UTINYINT',
        'USMALLINT', 'UINTEGER', 'UBIGINT', 'UHUGEINT', 'FLOAT', 'DOUBLE'
    ) or upper(typeof({{ expression }})) like 'DECIMAL(%'
{%- endmacro %}
