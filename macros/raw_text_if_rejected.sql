{% macro raw_text_if_rejected(column) -%}
    case
        when rejection_reason is not null
            then cast({{ column }} as {{ dbt.type_string() }})
    end
{%- endmacro %}
