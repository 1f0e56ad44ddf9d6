{#- A raw value as text, kept for rejected rows alone. -#}
{% macro raw_text_if_rejected(column) -%}
    case
        when rejection_reason is not null
            then cast({{ column }} as {{ dbt.type_string() }})
    end
{%- endmacro %}
