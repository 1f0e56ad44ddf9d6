{% macro row_as_text(columns) -%}
    concat_ws(
        '; '
        {%- for column in columns -%}
        , '{{ column }}=' || cast(raw_{{ column }} as {{ dbt.type_string() }})
        {%- endfor -%}
    )
{%- endmacro %}
