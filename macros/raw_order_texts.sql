{% macro raw_order_texts() -%}
    {%- set texts = [] -%}
    {%- for column in raw_order_columns() -%}
        {%- do texts.append('cast(' ~ column ~ ' as ' ~ dbt.type_string() ~ ')') -%}
    {%- endfor -%}
    {{ dbt.array_construct(texts) }}
{%- endmacro %}
